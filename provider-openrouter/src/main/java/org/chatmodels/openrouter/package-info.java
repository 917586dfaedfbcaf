/** OpenRouter's own features on top of Chat Completions. */
package org.chatmodels.openrouter;
