using Bellwether.Data.Schema;

namespace Bellwether.Serving.Hosting;

/// <summary>A system's answer to a host.</summary>
/// <param name="Status">What kind of answer it is.</param>
/// <param name="Body">The answer's JSON; empty unless <see cref="AnswerStatus.Ok"/>.</param>
/// <param name="Errors">What was wrong with the input; empty unless <see cref="AnswerStatus.Invalid"/> or <see cref="AnswerStatus.Conflict"/>.</param>
public readonly record struct ServedAnswer(AnswerStatus Status, ReadOnlyMemory<byte> Body, IReadOnlyList<FieldError> Errors);
