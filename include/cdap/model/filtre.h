/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter: one pass over the stored bytes, copying what the profile keeps. It builds nothing and
 * knows no field by name; what is not copied here never leaves the server. */
#ifndef CDAP_MODEL_FILTRE_H
#define CDAP_MODEL_FILTRE_H

#include <cdap/model/profil.h>

/* Appends to `out` the JSON object of what `vue` keeps of `bande`. A kept leaf without value is
 * null, a kept array without row in its window is [], an object that holds arrays is never null (it
 * tells which of them the profile sees), a field outside the profile is absent. False,
 * with `out` back to its length, when the bande is damaged or memory is short: nothing leaves. */
bool filtre_run(const struct vue *vue, struct span bande, struct buf *out);

/* Appends the clear value (text, not JSON) of a masked field that `vue` keeps. `champ` is a concrete
 * path of the dictionary ("famille.allocataire.nir"). False when the view does not keep it, when it
 * has no value, or when it is not a masked field. */
bool filtre_reveal(const struct dictionnaire *d, const struct vue *vue, struct span bande,
                   struct span champ, struct buf *out);

#endif
