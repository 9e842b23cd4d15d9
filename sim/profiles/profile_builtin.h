/* sim/profiles/profile_builtin.h: the texts of data/, which the build puts into profile_builtin.c. */
#ifndef SESIM_PROFILES_PROFILE_BUILTIN_H
#define SESIM_PROFILES_PROFILE_BUILTIN_H

#include "profile_draft.h"

extern const struct profile_library profile_builtin; /* by the names that --chip takes */
extern const struct profile_library
	profile_fragments; /* what can be included: these, and data/NAME.fragment */

#endif
