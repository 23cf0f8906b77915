using Bellwether.Data.Models;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>A method that every text case fits.</summary>
/// <param name="Name">What the table calls it, with the options that matter.</param>
/// <param name="Learner">Its options.</param>
internal sealed record TextMethod(string Name, ITextLearner Learner);
