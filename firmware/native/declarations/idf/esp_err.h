#ifndef NS_DECL_ESP_ERR_H
#define NS_DECL_ESP_ERR_H

typedef int esp_err_t;

#define ESP_OK 0
#define ESP_ERR_INVALID_ARG 0x102

#endif
