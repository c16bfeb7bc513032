/* What stands behind the extern methods of NanoStack.Hal.Native.EmacNative, one function each.
 *
 * From: interop/ (the interpreter), or P/Invoke on a PC. To: ns_port.h.
 * Every argument comes from C# and is believed only after it was checked. A function that answers
 * anything but NS_OK has touched nothing. Only ns_open allocates, only ns_close frees. */
#ifndef NS_NATIVE_H
#define NS_NATIVE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the glue makes an exception of. */
enum ns_result
{
    NS_OK = 0,
    NS_OUT_OF_RANGE = 1,        /* ArgumentOutOfRangeException */
    NS_NULL = 2                 /* ArgumentNullException */
};

/* What EmacNative.Open returns; EmacBus has the same numbers. */
enum ns_opened
{
    NS_OPENED = 0,
    NS_NO_MEMORY = -1,
    NS_NO_INTERRUPT = -2,
    NS_NO_CLOCK = -3
};

/* Who makes the 50 MHz of RMII; RmiiClock has the same numbers. */
enum ns_clock
{
    NS_CLOCK_IN_GPIO0 = 0,
    NS_CLOCK_OUT_GPIO0 = 1,
    NS_CLOCK_OUT_GPIO16 = 2,
    NS_CLOCK_OUT_GPIO17 = 3
};

/* An array of C#: where its bytes are and how many; bytes is null where the reference is. */
struct ns_array
{
    uint8_t *bytes;
    uint32_t length;
};

int ns_open(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin, int32_t arena_bytes,
    int32_t *answer);
void ns_close(void);

int ns_read32(uint32_t address, uint32_t *value);
int ns_write32(uint32_t address, uint32_t value);

int ns_read_word(int32_t arena_at, uint32_t *value);
int ns_write_word(int32_t arena_at, uint32_t value);
uint32_t ns_arena_address(void);
void ns_barrier(void);

/* *sum goes in as what was summed before and comes out folded to 16 bits. */
int ns_copy_in(int32_t arena_at, struct ns_array data, int32_t at, int32_t count, uint32_t *sum);
int ns_copy_out(int32_t arena_at, struct ns_array data, int32_t at, int32_t count, uint32_t *sum);
int ns_sum(struct ns_array data, int32_t at, int32_t count, uint32_t *sum);

uint32_t ns_mask_interrupt(void);
void ns_restore_interrupt(uint32_t enabled);
uint32_t ns_take_status(void);

/* The flag Wait waits for: lowers it and tells whether it was up. */
bool ns_take_raised(void);

int ns_set_pin(int32_t pin, bool is_high);
uint32_t ns_entropy32(void);
int ns_read_mac(struct ns_array address);

/* Called by the interrupt handler after the flag is up; null: nobody. */
void ns_on_raise(void (*notify)(void));

/* The interrupt handler's body; the port calls it. */
void ns_interrupt(void);

#ifdef __cplusplus
}
#endif
#endif
