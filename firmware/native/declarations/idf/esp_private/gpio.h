#ifndef NS_DECL_ESP_PRIVATE_GPIO_H
#define NS_DECL_ESP_PRIVATE_GPIO_H

#include "driver/gpio.h"

esp_err_t gpio_func_sel(gpio_num_t gpio_num, uint32_t func);

#endif
