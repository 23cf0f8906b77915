namespace Bellwether.Data.Models;

/// <summary>A sparse learner that can go on learning from a stream, one row at a time.</summary>
public interface IOnlineLearner : ISparseLearner
{
    /// <summary>A learner in motion that has seen nothing.</summary>
    /// <param name="width">d, the width of the rows to come.</param>
    IOnlineTrainer Begin(int width);
}
