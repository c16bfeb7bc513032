#ifndef NS_DECL_FREERTOS_H
#define NS_DECL_FREERTOS_H

#include <stdint.h>

#include "esp_attr.h"

/* An owner and a count, as of spinlock_t; here only their size matters. */
typedef struct
{
    uint32_t owner;
    uint32_t count;
} portMUX_TYPE;

#define portMUX_INITIALIZER_UNLOCKED { 0xB33FFFFF, 0 }
#define portENTER_CRITICAL_SAFE(mux) vPortEnterCriticalSafe(mux)
#define portEXIT_CRITICAL_SAFE(mux) vPortExitCriticalSafe(mux)

void vPortEnterCriticalSafe(portMUX_TYPE *mux);
void vPortExitCriticalSafe(portMUX_TYPE *mux);

#endif
