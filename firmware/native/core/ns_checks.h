/* What C# may ask for. No sum here can overflow: bounds are compared by subtraction from a size
 * that is known to be larger. */
#ifndef NS_CHECKS_H
#define NS_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

/* DMA, EXT and MAC block (TRM, memory map; docs/hardware.md, 1.1). */
#define NS_REGISTERS_BEGIN 0x3FF69000u
#define NS_REGISTERS_BYTES 0x1100u

/* GPIO 0-5, 12-23, 25-27, 32, 33: 6-11 are the flash chip's, 34-39 have no driver, the rest do
 * not exist. */
#define NS_OUTPUT_PINS (((uint64_t)0x3 << 32) | 0x0EFFF03Fu)

/* TXD0 19, TX_EN 21, TXD1 22, RXD0 25, RXD1 26, CRS_DV 27 (docs/hardware.md, 1.5). */
#define NS_RMII_PINS 0x0E680000u

static inline bool ns_is_aligned(uint32_t at)
{
    return (at & 3u) == 0;
}

static inline bool ns_is_register(uint32_t address)
{
    return address - NS_REGISTERS_BEGIN < NS_REGISTERS_BYTES && ns_is_aligned(address);
}

/* True when [at, at + count) lies in [0, size). An empty block may begin at the end. */
static inline bool ns_is_block(int32_t at, int32_t count, uint32_t size)
{
    return at >= 0 && count >= 0 && (uint32_t)at <= size && (uint32_t)count <= size - (uint32_t)at;
}

static inline bool ns_is_output(int32_t pin)
{
    return pin >= 0 && pin < 64 && ((NS_OUTPUT_PINS >> pin) & 1u) != 0;
}

static inline int32_t ns_clock_pin(int32_t clock_mode)
{
    return clock_mode < 2 ? 0 : clock_mode + 14;        /* 0 and 1: GPIO0; 2: GPIO16; 3: GPIO17 */
}

/* MDC and MDIO go through the matrix to any output that RMII itself does not need. */
static inline bool ns_is_smi(int32_t pin, int32_t clock_mode)
{
    return ns_is_output(pin) && pin != ns_clock_pin(clock_mode)
        && (pin > 31 || ((NS_RMII_PINS >> pin) & 1u) == 0);
}

#endif
