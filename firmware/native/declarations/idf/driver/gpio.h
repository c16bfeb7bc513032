#ifndef NS_DECL_DRIVER_GPIO_H
#define NS_DECL_DRIVER_GPIO_H

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

typedef enum
{
    GPIO_NUM_0 = 0,
    GPIO_NUM_16 = 16,
    GPIO_NUM_17 = 17,
    GPIO_NUM_19 = 19,
    GPIO_NUM_21 = 21,
    GPIO_NUM_22 = 22,
    GPIO_NUM_25 = 25,
    GPIO_NUM_26 = 26,
    GPIO_NUM_27 = 27,
    GPIO_NUM_MAX = 40
} gpio_num_t;

typedef enum
{
    GPIO_MODE_OUTPUT = 2
} gpio_mode_t;

typedef enum
{
    GPIO_FLOATING = 3
} gpio_pull_mode_t;

esp_err_t gpio_reset_pin(gpio_num_t gpio_num);
esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level);
esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode);
esp_err_t gpio_input_enable(gpio_num_t gpio_num);
esp_err_t gpio_set_pull_mode(gpio_num_t gpio_num, gpio_pull_mode_t pull);

#endif
