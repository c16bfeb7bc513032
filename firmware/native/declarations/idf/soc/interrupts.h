#ifndef NS_DECL_SOC_INTERRUPTS_H
#define NS_DECL_SOC_INTERRUPTS_H

typedef enum
{
    ETS_ETH_MAC_INTR_SOURCE = 38
} periph_interrput_t;

#endif
