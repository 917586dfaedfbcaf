/** Chat Completions. */
package org.chatmodels.openaicompatible;
