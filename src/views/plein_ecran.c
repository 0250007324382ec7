/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen: stages one after the other, each undone at the end. */
#include <cdap/base/err.h>
#include <cdap/client/run.h>

#include "poste.h"

static bool run(struct poste *p, const struct options *o, struct err *err)
{
    struct api_options api_options = o->api;
    struct run_options run = {o->theme, o->verrou_s, o->maintenant};
    if (p->demo)
        api_options.serveur = demo_serveur(p->demo);
    struct api *api = api_new(&api_options, err);
    if (!api)
        return false;
    struct transport transport = api_transport(api);
    p->serveur = api_serveur(api);
    p->certificat = api_certificat(api);
    bool done = false;
    if (poste_app(p, &transport))
        done = client_run(p->app, api, &run, err);
    else
        err_set(err, ERR_MEMOIRE, NULL);
    poste_done(p);
    api_free(api);
    return done;
}

int plein_ecran(const struct options *o)
{
    struct err err = {0};
    struct demo *demo = NULL;
    struct poste p = {.options = o};
    if (o->demo && !(demo = demo_start(o->aujourdhui, &err))) {
        err_print("cdap", &err);
        return 1;
    }
    p.demo = demo;
    bool done = run(&p, o, &err);
    demo_stop(demo);
    if (!done)
        err_print("cdap", &err);
    return done ? 0 : err.code == ERR_USAGE ? 2 : 1;
}
