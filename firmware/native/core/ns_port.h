/* What the core needs of the machine: esp32/ on the chip, pc/ for the tests.
 * The core has checked every argument. */
#ifndef NS_PORT_H
#define NS_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory the DMA reaches, 4-byte aligned; null: there is none. */
void *ns_port_alloc(uint32_t byte_count);
void ns_port_free(void *memory);

/* Where the DMA sees it. */
uint32_t ns_port_address(const void *memory);

/* Pads, reference clock, bus clock, reset, interrupt. Answers an ns_opened; unless that is
 * NS_OPENED, nothing of it is left. */
int ns_port_power_on(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin);

/* The EMAC in reset, so that its DMA is still; then all of ns_port_power_on undone. */
void ns_port_power_off(void);

uint32_t ns_port_read(uint32_t address);
void ns_port_write(uint32_t address, uint32_t value);

/* Writes before it are in memory before writes after it. */
void ns_port_barrier(void);

/* Around what the interrupt handler shares: a few accesses, nothing that waits. For threads and
 * for the handler; never nested. */
void ns_port_lock(void);
void ns_port_unlock(void);

void ns_port_set_pin(int32_t pin, bool is_high);

/* A word of the generator, and a key gathered while its noise source is on. */
uint32_t ns_port_random(void);
void ns_port_seed(uint32_t key[4]);

void ns_port_read_mac(uint8_t address[6]);

#endif
