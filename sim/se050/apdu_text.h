/* sim/se050/apdu_text.h: commands and answers of an SE05x in words, by the command table. */
#ifndef SESIM_SE050_APDU_TEXT_H
#define SESIM_SE050_APDU_TEXT_H

#include "apdu.h"
#include "line.h"

struct se050_command;

/* The first row of the command table that its header fits, whatever applet version it is of; NULL: none does. */
const struct se050_command *apdu_text_row(const struct apdu *apdu);

/* "ReadObject object 7fff0206, length 0012"; what PROCESS carries as what it is; protected data as its length. */
void apdu_text_command(struct line *line, struct rbuf command);

/* "41 0400... 9000", "6985 conditions not satisfied". */
void apdu_text_answer(struct line *line, struct rbuf answer);

#endif
