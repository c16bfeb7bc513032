/* What a test may do to the machine that the PC port pretends to be. */
#ifndef NS_PC_H
#define NS_PC_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sets STATUS bits as the DMA does; when one of them is enabled the handler runs, on this
 * thread. */
void ns_pc_raise(uint32_t status);

/* The next ns_open answers this at power-on; NS_OPENED: it works. */
void ns_pc_fail_power_on(int32_t answer);

/* The next ns_open finds no memory. */
void ns_pc_fail_memory(void);

/* The level of a pin that was set: 0, 1, or -1 when nobody set it. */
int32_t ns_pc_pin(int32_t pin);

/* Arenas that are not freed, and barriers so far. */
int32_t ns_pc_arena_count(void);
int32_t ns_pc_barrier_count(void);

#ifdef __cplusplus
}
#endif
#endif
