/**
 * Three stages that take as long as they are told and do wrong when told to, so that scenarios can
 * see what becomes of the calls.
 */
package dev.serval.e2e.application;
