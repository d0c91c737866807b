enum OrderIntakePlaceholder {}
