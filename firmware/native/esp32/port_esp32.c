/* The ESP32 port, for ESP-IDF 5.5: memory, registers, interrupt, lock. Nothing here waits. */
#include "esp_heap_caps.h"
#include "esp_intr_alloc.h"
#include "esp_mac.h"
#include "esp_private/periph_ctrl.h"
#include "freertos/FreeRTOS.h"
#include "soc/interrupts.h"
#include "soc/periph_defs.h"

#include "../core/ns_native.h"
#include "../core/ns_port.h"
#include "pads_esp32.h"

/* In internal RAM by its section: the compare-and-set of a spinlock does not work in PSRAM. */
static DRAM_ATTR portMUX_TYPE gate = portMUX_INITIALIZER_UNLOCKED;

static intr_handle_t interrupt;
static bool has_clock_out;

void *ns_port_alloc(uint32_t byte_count)
{
    return heap_caps_malloc(byte_count, MALLOC_CAP_DMA | MALLOC_CAP_INTERNAL | MALLOC_CAP_32BIT);
}

void ns_port_free(void *memory)
{
    heap_caps_free(memory);
}

uint32_t ns_port_address(const void *memory)
{
    return (uint32_t)(uintptr_t)memory;     /* the DMA sees internal RAM where the core does */
}

/* Not in IRAM: Events_Set is in flash, so esp_intr_alloc is told nothing of it and keeps the
 * interrupt off while flash is written (docs/hardware.md, 3.4). */
static void handle(void *unused)
{
    (void)unused;
    ns_interrupt();
}

/* docs/hardware.md, 3.1, steps 1 to 3. The level is one that C may handle; the handler runs on the
 * core that allocates, which is the interpreter's. */
int ns_port_power_on(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin)
{
    periph_module_enable(PERIPH_EMAC_MODULE);
    periph_module_reset(PERIPH_EMAC_MODULE);
    has_clock_out = clock_mode != NS_CLOCK_IN_GPIO0;
    if (has_clock_out && !ns_clock_out_start(clock_mode))
    {
        periph_module_disable(PERIPH_EMAC_MODULE);
        return NS_NO_CLOCK;
    }

    ns_pads_connect(clock_mode, mdc_pin, mdio_pin);
    esp_err_t error = esp_intr_alloc(
        ETS_ETH_MAC_INTR_SOURCE, ESP_INTR_FLAG_LOWMED, handle, NULL, &interrupt);
    if (error != ESP_OK)
    {
        interrupt = NULL;
        ns_port_power_off();
        return NS_NO_INTERRUPT;
    }

    return NS_OPENED;
}

void ns_port_power_off(void)
{
    if (interrupt != NULL)
    {
        esp_intr_free(interrupt);
        interrupt = NULL;
    }

    periph_module_reset(PERIPH_EMAC_MODULE);    /* the DMA stops, whatever it was doing */
    periph_module_disable(PERIPH_EMAC_MODULE);
    ns_pads_disconnect();
    if (has_clock_out)
    {
        ns_clock_out_stop();
        has_clock_out = false;
    }
}

uint32_t ns_port_read(uint32_t address)
{
    return *(volatile uint32_t *)(uintptr_t)address;
}

void ns_port_write(uint32_t address, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)address = value;
}

void ns_port_barrier(void)
{
    __sync_synchronize();                       /* MEMW */
}

/* Raises this core's interrupt level and keeps the other core out; never held between two calls
 * from C# (docs/hardware.md, 8). SAFE: the handler takes it too. */
void ns_port_lock(void)
{
    portENTER_CRITICAL_SAFE(&gate);
}

void ns_port_unlock(void)
{
    portEXIT_CRITICAL_SAFE(&gate);
}

void ns_port_read_mac(uint8_t address[6])
{
    esp_read_mac(address, ESP_MAC_ETH);         /* base address + 3 */
}
