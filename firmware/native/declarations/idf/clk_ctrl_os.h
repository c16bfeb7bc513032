#ifndef NS_DECL_CLK_CTRL_OS_H
#define NS_DECL_CLK_CTRL_OS_H

#include <stdint.h>

#include "esp_err.h"

void periph_rtc_apll_acquire(void);
void periph_rtc_apll_release(void);
esp_err_t periph_rtc_apll_freq_set(uint32_t expt_freq_hz, uint32_t *real_freq_hz);

#endif
