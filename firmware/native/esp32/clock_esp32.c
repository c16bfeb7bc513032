/* The 50 MHz reference clock from the APLL, which I2S may use too (docs/hardware.md, 1.6). */
#include <stddef.h>

#include "clk_ctrl_os.h"
#include "esp_clock_output.h"

#include "../core/ns_native.h"
#include "pads_esp32.h"

#define RMII_HZ 50000000u
#define TOLERANCE_HZ 2500u                  /* 50 ppm (RMII specification 1.2, 7.4) */

static esp_clock_output_mapping_handle_t output;

/* Not by the answer of periph_rtc_apll_freq_set alone: a busy APLL may still run at 50 MHz. */
static bool makes_50_mhz(void)
{
    uint32_t real_hz = 0;
    esp_err_t error = periph_rtc_apll_freq_set(RMII_HZ, &real_hz);
    return error != ESP_ERR_INVALID_ARG
        && real_hz >= RMII_HZ - TOLERANCE_HZ && real_hz <= RMII_HZ + TOLERANCE_HZ;
}

bool ns_clock_out_start(int32_t clock_mode)
{
    periph_rtc_apll_acquire();
    bool is_running = makes_50_mhz();
    if (is_running && clock_mode == NS_CLOCK_OUT_GPIO0)
    {
        is_running = esp_clock_output_start(CLKOUT_SIG_APLL, GPIO_NUM_0, &output) == ESP_OK;
    }

    if (!is_running)
    {
        output = NULL;
        periph_rtc_apll_release();
    }

    return is_running;
}

void ns_clock_out_stop(void)
{
    if (output != NULL)
    {
        esp_clock_output_stop(output);
        output = NULL;
    }

    periph_rtc_apll_release();
}
