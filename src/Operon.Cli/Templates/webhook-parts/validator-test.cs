    [Fact]
    public async Task What_is_as_it_should_be_is_valid()
    {
        var metadata = new V1ObjectMeta { Name = "one" };
        var result = await new __Kind__Webhook().ValidateCreateAsync(__newModel__, null!, TestContext.Current.CancellationToken);
        Assert.True(result.IsValid);
    }
