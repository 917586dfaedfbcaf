/** For our own tests: everything is logged at TRACE, and a key or a prompt in a line fails the test. Not published. */
package org.chatmodels.canary;
