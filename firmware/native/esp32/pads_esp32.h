/* Pads of the ESP32 and the clock that it can give out. */
#ifndef NS_PADS_ESP32_H
#define NS_PADS_ESP32_H

#include <stdbool.h>
#include <stdint.h>

void ns_pads_connect(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin);
void ns_pads_disconnect(void);

/* 50 MHz from the APLL; false: it does not make them, and is let go again. */
bool ns_clock_out_start(int32_t clock_mode);
void ns_clock_out_stop(void);

#endif
