/* tests/conformance/conform_changes.h: what a message to a part would leave behind, as far as its bytes say. */
#ifndef SESIM_CONFORM_CHANGES_H
#define SESIM_CONFORM_CHANGES_H

#include "conform.h"

/*
 * The class that a case needs to send this message, whether or not the part is going to refuse it: a part that does not keep
 * to a rule is not to pay for it. Messages that are no whole command of this kind of part are safe, and so is what a secure
 * channel hides: it is opened by cases that say what they are.
 */
enum conform_class conform_changes(const char *kind, const uint8_t *bytes, size_t len);

#endif
