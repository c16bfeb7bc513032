#ifndef NS_DECL_ESP_PRIVATE_PERIPH_CTRL_H
#define NS_DECL_ESP_PRIVATE_PERIPH_CTRL_H

#include "soc/periph_defs.h"

void periph_module_enable(periph_module_t periph);
void periph_module_disable(periph_module_t periph);
void periph_module_reset(periph_module_t periph);

#endif
