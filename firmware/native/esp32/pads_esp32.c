/* RMII pads, which are fixed, and SMI through the GPIO matrix (TRM, IO_MUX and GPIO matrix;
 * docs/hardware.md, 1.5). */
#include "pads_esp32.h"

#include "driver/gpio.h"
#include "esp_private/gpio.h"
#include "esp_rom_gpio.h"
#include "soc/gpio_sig_map.h"
#include "soc/io_mux_reg.h"

#include "../core/ns_native.h"
#include "../core/ns_port.h"

static uint64_t connected;              /* a bit for each pin to be reset at the end */

/* gpio_iomux_input would also write the matrix entry of a signal that these do not have. */
static void connect(gpio_num_t pin, uint32_t function, bool is_input)
{
    gpio_set_pull_mode(pin, GPIO_FLOATING);
    gpio_func_sel(pin, function);
    if (is_input)
    {
        gpio_input_enable(pin);
    }

    connected |= 1ull << pin;
}

static void connect_smi(gpio_num_t mdc, gpio_num_t mdio)
{
    connect(mdc, PIN_FUNC_GPIO, false);
    esp_rom_gpio_connect_out_signal((uint32_t)mdc, EMAC_MDC_O_IDX, false, false);
    connect(mdio, PIN_FUNC_GPIO, true);     /* the board's 1.5 k pulls it up */
    esp_rom_gpio_connect_out_signal((uint32_t)mdio, EMAC_MDO_O_IDX, false, false);
    esp_rom_gpio_connect_in_signal((uint32_t)mdio, EMAC_MDI_I_IDX, false);
}

void ns_pads_connect(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin)
{
    connect(GPIO_NUM_19, FUNC_GPIO19_EMAC_TXD0, false);
    connect(GPIO_NUM_22, FUNC_GPIO22_EMAC_TXD1, false);
    connect(GPIO_NUM_21, FUNC_GPIO21_EMAC_TX_EN, false);
    connect(GPIO_NUM_25, FUNC_GPIO25_EMAC_RXD0, true);
    connect(GPIO_NUM_26, FUNC_GPIO26_EMAC_RXD1, true);
    connect(GPIO_NUM_27, FUNC_GPIO27_EMAC_RX_DV, true);
    switch (clock_mode)
    {
        case NS_CLOCK_IN_GPIO0:
            connect(GPIO_NUM_0, FUNC_GPIO0_EMAC_TX_CLK, true);
            break;
        case NS_CLOCK_OUT_GPIO16:
            connect(GPIO_NUM_16, FUNC_GPIO16_EMAC_CLK_OUT, false);
            break;
        case NS_CLOCK_OUT_GPIO17:
            connect(GPIO_NUM_17, FUNC_GPIO17_EMAC_CLK_OUT_180, false);
            break;
        default:
            break;                          /* out on GPIO0: esp_clock_output_start has the pad */
    }

    connect_smi((gpio_num_t)mdc_pin, (gpio_num_t)mdio_pin);
}

void ns_pads_disconnect(void)
{
    for (int pin = 0; pin < GPIO_NUM_MAX; pin++)
    {
        if (((connected >> pin) & 1u) != 0)
        {
            gpio_reset_pin((gpio_num_t)pin);
        }
    }

    connected = 0;
}

/* The level first: the pin does not show the other one in between. */
void ns_port_set_pin(int32_t pin, bool is_high)
{
    gpio_set_level((gpio_num_t)pin, is_high ? 1 : 0);
    gpio_set_direction((gpio_num_t)pin, GPIO_MODE_OUTPUT);
}
