/** The hub's certificate: made, kept in a Secret, renewed. */
package dev.serval.operator.hub.certificate;
