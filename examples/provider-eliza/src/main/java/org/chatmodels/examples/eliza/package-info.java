/** A doctor who answers by patterns, as a provider of ChatModels. */
package org.chatmodels.examples.eliza;
