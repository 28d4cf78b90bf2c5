/** Which pod a caller is, by its token. */
package dev.serval.operator.hub.identity;
