using Bellwether.Features.Windows;

namespace Bellwether.Features.Engine;

/// <summary>One stream: where its values come from, and how its events are kept.</summary>
internal sealed record StreamPlan(StreamSource Source, StreamLayout Layout);
