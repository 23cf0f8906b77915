namespace Bellwether.Learning.Tokenization;

/// <summary>A token that is looked for before the model sees the text.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Content">What is looked for.</param>
/// <param name="SingleWord">Not inside a word.</param>
/// <param name="StripLeft">White space before it belongs to it.</param>
/// <param name="StripRight">White space after it belongs to it.</param>
/// <param name="Normalized">Looked for in the normalized text.</param>
/// <param name="Special">Left out when decoding.</param>
public sealed record AddedToken(int Id, string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special);
