/* sim/se050/t1_slave.h: the chip's end of T=1 over I2C: whole frames in, whole frames out. */
#ifndef SESIM_SE050_T1_SLAVE_H
#define SESIM_SE050_T1_SLAVE_H

#include "cursor.h"
#include "se050.h"

/* As after power-on: nothing sent, nothing open, both numbers 0. */
void t1_reset(struct se050_link *link);

/* The answer to reset. */
void t1_put_atr(struct wbuf *out);

/* What came between START and STOP, in link->in. Leaves the answer in link->out, or the chip busy. */
void t1_take(struct se050 *chip, struct chip_env *env);

/* Lets time pass: a command that is done answers, one that takes too long asks for more. */
void t1_tick(struct se050 *chip, uint64_t now_ns);

#endif
