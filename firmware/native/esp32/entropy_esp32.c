/* The hardware generator and its noise source. */
#include "bootloader_random.h"
#include "esp_random.h"

#include "../core/ns_port.h"

/* 0 for an image whose radio runs before the first call: the radio feeds the generator, and the
 * noise source would take the ADC from under it. */
#ifndef NANOSTACK_NOISE_SOURCE
#define NANOSTACK_NOISE_SOURCE 1
#endif

uint32_t ns_port_random(void)
{
    return esp_random();
}

/* Once, at the first word anybody asks for: before that the application has not used the ADC or
 * I2S, which share the noise source's hardware (IDF, bootloader_random_enable). */
void ns_port_seed(uint32_t key[4])
{
#if NANOSTACK_NOISE_SOURCE
    bootloader_random_enable();
#endif
    for (int i = 0; i < 4; i++)
    {
        key[i] = esp_random();
    }

#if NANOSTACK_NOISE_SOURCE
    bootloader_random_disable();
#endif
}
