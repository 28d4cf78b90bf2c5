/**
 * Finds out which language a text is in and answers in it: a classifier, a responder for each
 * language and a stage that signs the answer.
 */
package dev.serval.samples.language;
