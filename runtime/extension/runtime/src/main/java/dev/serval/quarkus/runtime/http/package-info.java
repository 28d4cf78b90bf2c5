/**
 * The ingress door: what happens to an HTTP request before, while and after the application's
 * resource methods see it. It admits, names and times requests, makes each the scope of the calls
 * made for it, and says what went wrong in one form.
 */
package dev.serval.quarkus.runtime.http;
