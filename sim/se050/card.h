/* sim/se050/card.h: the card behind the link: which application is selected, and its commands. */
#ifndef SESIM_SE050_CARD_H
#define SESIM_SE050_CARD_H

#include "cursor.h"
#include "se050.h"

/* Power-on, CHIP RESET, interface soft reset: everything volatile of the card. The issuer security domain is selected. */
void card_reset(struct se050 *chip);

/* Runs one command APDU and writes its answer, status included. Returns how long it takes. */
uint64_t card_run(struct se050 *chip, struct chip_env *env, struct rbuf command, struct wbuf *answer);

#endif
