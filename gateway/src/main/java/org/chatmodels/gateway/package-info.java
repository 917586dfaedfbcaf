/** Serves a model as an OpenAI-compatible endpoint. */
package org.chatmodels.gateway;
