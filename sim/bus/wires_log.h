/* sim/bus/wires_log.h: the messages of a transaction as they went over the wires, for who watches the bus. */
#ifndef SESIM_BUS_WIRES_LOG_H
#define SESIM_BUS_WIRES_LOG_H

#include "bus.h"

struct wires_log;

/* NULL without memory. */
struct wires_log *wires_log_new(void);
void wires_log_free(struct wires_log *log);

void wires_log_clear(struct wires_log *log);
/* A message begins with this address byte. */
void wires_log_address(struct wires_log *log, uint8_t byte, bool acknowledged);
/* A byte of it, either way. What a transaction cannot have (I2C_MESSAGES_MAX, I2C_MESSAGE_MAX) is left out. */
void wires_log_byte(struct wires_log *log, uint8_t byte);
/* The newest byte was not acknowledged by who it was written to. */
void wires_log_nack(struct wires_log *log);

/* All of it but its times: a message ends with the byte that was not acknowledged, whatever else was meant. n 0: there was no message. Borrowed until the log is cleared. */
struct bus_event wires_log_event(struct wires_log *log);

#endif
