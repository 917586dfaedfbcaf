package org.chatmodels.gateway;

import org.chatmodels.ChatRequest;

/** A request that was read: whether it is streamed, and whether usage comes in a chunk of its own. */
record GatewayRequest(ChatRequest request, boolean stream, boolean usageChunk) {}
