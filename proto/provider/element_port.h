/*
 * proto/provider/element_port.h: an SE05x's port with an end to its patience.
 *
 * The driver below counts modelled time; here the clock on the wall counts. A part that another host resets in the middle
 * is silent for good, and under a clock that stands still it would be asked a thousand times.
 */
#ifndef SESIM_PROVIDER_ELEMENT_PORT_H
#define SESIM_PROVIDER_ELEMENT_PORT_H

#include "element_kind.h"

struct t1_port element_port(struct element *chip);

/* An operation begins now. */
void element_port_begin(struct element *chip);

#endif
