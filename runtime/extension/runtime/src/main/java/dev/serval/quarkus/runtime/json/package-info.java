/** What users write as JSON, in a request or as configuration. */
package dev.serval.quarkus.runtime.json;
