/** Scripted fault server, provider contract and leak checks for tests of providers. */
package org.chatmodels.testkit;
