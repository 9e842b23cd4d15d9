/* tests/unit/se050_poke.h: what a script changes of an SE05x from outside, where no host's command can. */
#ifndef SESIM_TESTS_SE050_POKE_H
#define SESIM_TESTS_SE050_POKE_H

#include "se050.h"

/*
 * `config AND OR` (AppletConfig, hex), `version MMmmpp`, `scp` (platform SCP required), `noscp`, `locked`, `full`,
 * `forget ID`, `restrict NN`, `exhausted ID`, `velocity NN`, `fips NN`, `curve NN` (all its parameters set), `stranger` (another factory
 * secret). Anything else fails the cmocka test.
 */
void poke(struct se050 *chip, const char *what);

#endif
