/* The PC port: registers are an array with the manners of STATUS and INTEN, the DMA stands still,
 * and an interrupt is a call. Behaviour of the chip is the business of hal/Host/Model; this port
 * is for running the core and the glue, nothing else. */
#include "ns_pc.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "../core/ns_checks.h"
#include "../core/ns_native.h"
#include "../core/ns_port.h"

#define ARENA_ADDRESS 0x3FFB8000u           /* where internal RAM of the chip could be */
#define STATUS 0x14u
#define INTEN 0x1Cu
#define CLEARABLE 0x0001FFFFu               /* of STATUS */
#define NIS (1u << 16)
#define AIS (1u << 15)
#define NORMAL 0x00004045u                  /* TI, TU, RI, ERI */
#define ABNORMAL 0x000027BAu                /* TPS, TJT, OVF, UNF, RU, RPS, RWT, ETI, FBI */

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static uint32_t registers[NS_REGISTERS_BYTES / 4];
static _Thread_local bool has_gate;
static bool has_power;
static int32_t power_on_answer;
static bool has_no_memory;
static int8_t pins[40];
static int32_t arena_count;
static int32_t barrier_count;

void *ns_port_alloc(uint32_t byte_count)
{
    if (has_no_memory)
    {
        has_no_memory = false;
        return NULL;
    }

    void *memory = malloc(byte_count);
    if (memory != NULL)
    {
        memset(memory, 0xA5, byte_count);   /* fresh memory is not zero on the chip either */
        arena_count++;
    }

    return memory;
}

void ns_port_free(void *memory)
{
    free(memory);
    arena_count--;
}

uint32_t ns_port_address(const void *memory)
{
    (void)memory;
    return ARENA_ADDRESS;
}

int ns_port_power_on(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin)
{
    (void)clock_mode;
    (void)mdc_pin;
    (void)mdio_pin;
    int answer = power_on_answer;
    power_on_answer = NS_OPENED;
    if (answer == NS_OPENED)
    {
        memset(registers, 0, sizeof registers);
        has_power = true;
    }

    return answer;
}

void ns_port_power_off(void)
{
    has_power = false;
}

uint32_t ns_port_read(uint32_t address)
{
    return registers[(address - NS_REGISTERS_BEGIN) / 4];
}

/* The gate is held. Summary bits are set from enabled causes and stay (docs/hardware.md, 1.2). */
static bool is_line_up(void)
{
    uint32_t *status = &registers[STATUS / 4];
    uint32_t enabled = registers[INTEN / 4];
    *status |= (*status & enabled & NORMAL) != 0 ? NIS : 0;
    *status |= (*status & enabled & ABNORMAL) != 0 ? AIS : 0;
    return has_power && (*status & enabled & (NIS | AIS)) != 0;
}

void ns_port_write(uint32_t address, uint32_t value)
{
    uint32_t offset = address - NS_REGISTERS_BEGIN;
    if (offset == STATUS)
    {
        registers[offset / 4] &= ~(value & CLEARABLE);
    }
    else
    {
        registers[offset / 4] = value;
    }

    if (!has_gate)                          /* what was written may have let an interrupt through */
    {
        ns_port_lock();
        ns_port_unlock();
    }
}

void ns_port_barrier(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    barrier_count++;
}

void ns_port_lock(void)
{
    pthread_mutex_lock(&gate);
    has_gate = true;
}

/* An interrupt that is due comes when the lock is let go, as on the chip. */
void ns_port_unlock(void)
{
    bool is_up = is_line_up();
    has_gate = false;
    pthread_mutex_unlock(&gate);
    if (is_up)
    {
        ns_interrupt();
    }
}

void ns_port_set_pin(int32_t pin, bool is_high)
{
    pins[pin] = is_high ? 2 : 1;
}

uint32_t ns_port_random(void)
{
    static uint32_t state = 0x9E3779B9u;    /* a test wants the same words again */
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

void ns_port_seed(uint32_t key[4])
{
    for (int i = 0; i < 4; i++)
    {
        key[i] = 0x01234567u * (uint32_t)(i + 1);
    }
}

void ns_port_read_mac(uint8_t address[6])
{
    static const uint8_t factory[6] = { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x03 };
    memcpy(address, factory, sizeof factory);
}

void ns_pc_raise(uint32_t status)
{
    ns_port_lock();
    registers[STATUS / 4] |= status;
    ns_port_unlock();
}

void ns_pc_fail_power_on(int32_t answer)
{
    power_on_answer = answer;
}

void ns_pc_fail_memory(void)
{
    has_no_memory = true;
}

int32_t ns_pc_pin(int32_t pin)
{
    return pin < 0 || pin >= (int32_t)sizeof pins ? -1 : pins[pin] - 1;
}

int32_t ns_pc_arena_count(void)
{
    return arena_count;
}

int32_t ns_pc_barrier_count(void)
{
    return barrier_count;
}
