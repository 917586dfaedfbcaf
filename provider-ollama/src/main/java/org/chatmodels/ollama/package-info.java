/** Ollama's native protocol. */
package org.chatmodels.ollama;
