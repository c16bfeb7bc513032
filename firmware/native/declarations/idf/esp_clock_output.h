#ifndef NS_DECL_ESP_CLOCK_OUTPUT_H
#define NS_DECL_ESP_CLOCK_OUTPUT_H

#include "driver/gpio.h"

typedef enum
{
    CLKOUT_SIG_APLL = 6
} soc_clkout_sig_id_t;

typedef struct esp_clock_output_mapping *esp_clock_output_mapping_handle_t;

esp_err_t esp_clock_output_start(
    soc_clkout_sig_id_t clk_sig, gpio_num_t gpio_num,
    esp_clock_output_mapping_handle_t *clkout_mapping_ret_hdl);
esp_err_t esp_clock_output_stop(esp_clock_output_mapping_handle_t clkout_mapping_hdl);

#endif
