#ifndef NS_DECL_ESP_RANDOM_H
#define NS_DECL_ESP_RANDOM_H

#include <stdint.h>

uint32_t esp_random(void);

#endif
