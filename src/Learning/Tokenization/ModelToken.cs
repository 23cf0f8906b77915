namespace Bellwether.Learning.Tokenization;

/// <summary>A token of a piece.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Start">Where it begins in the piece.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ModelToken(int Id, int Start, int End);
