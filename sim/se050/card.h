/* sim/se050/card.h: the card behind the link: which application is selected, and the platform channel. */
#ifndef SESIM_SE050_CARD_H
#define SESIM_SE050_CARD_H

#include "cursor.h"
#include "se050.h"

struct se050_call;

/*
 * Power-on, CHIP RESET, interface soft reset: everything volatile of the card and the applet. The issuer security
 * domain is selected.
 */
void card_reset(struct se050 *chip);

/* A name of the applet, whole or shortened as SELECT takes it. */
bool card_is_applet(struct rbuf aid);

/* Runs one command APDU and writes its answer, status included. Returns how long it takes. */
uint64_t card_run(struct se050 *chip, struct chip_env *env, struct rbuf command, struct wbuf *answer);

/* Handlers of rows in table_card.c. */
enum se05x_status card_select(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status card_manage_channel(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status card_get_data(struct se050 *chip, struct se050_call *call, struct wbuf *out);

/* SendCardManagerCmd: a row of table_manage.c. */
enum se05x_status card_manager(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
