#ifndef NS_DECL_SOC_PERIPH_DEFS_H
#define NS_DECL_SOC_PERIPH_DEFS_H

typedef enum
{
    PERIPH_EMAC_MODULE = 23
} periph_module_t;

#endif
