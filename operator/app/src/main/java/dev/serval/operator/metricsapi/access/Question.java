package dev.serval.operator.metricsapi.access;

import dev.serval.operator.metricsapi.identity.User;

/** Whether {@code user} may have {@code access}. */
record Question(User user, Access access) {}
