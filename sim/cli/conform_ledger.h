/* sim/cli/conform_ledger.h: docs/reference/evidence-ledger.md: what vouches for each rule. */
#ifndef SESIM_CLI_CONFORM_LEDGER_H
#define SESIM_CLI_CONFORM_LEDGER_H

/* Prints the page as Markdown. CLI_GOOD, or CLI_USAGE after a sentence. */
int conform_ledger(const char *name);

#endif
