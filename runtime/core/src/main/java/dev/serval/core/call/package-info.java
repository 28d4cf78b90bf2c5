/**
 * Calls and the requests they are part of: what a caller holds while a call is under way, and how
 * deadlines and cancellation travel from a request to everything done on its behalf.
 */
package dev.serval.core.call;
