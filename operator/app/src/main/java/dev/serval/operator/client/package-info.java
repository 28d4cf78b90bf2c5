/** How the operator asks the API server. */
package dev.serval.operator.client;
