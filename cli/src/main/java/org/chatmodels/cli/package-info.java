/** The chat command. */
package org.chatmodels.cli;
